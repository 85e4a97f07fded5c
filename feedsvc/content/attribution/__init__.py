"""Credits: who wrote an article, who published it, whose pictures it has."""
