"""The only Flask: thin views over the services, one blueprint a file."""
