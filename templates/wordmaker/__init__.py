"""Makes the Word templates: the text of a template, the styles of an official document, a package without dates."""
