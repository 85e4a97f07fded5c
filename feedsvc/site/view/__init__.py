"""Views: values of the model as templates show them. Asks nothing of the store."""
