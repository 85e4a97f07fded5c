"""Sources that are trees of files, one package each; each ends in Submissions."""
