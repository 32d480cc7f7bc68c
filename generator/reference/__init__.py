"""The API reference: `pages` of Markdown, with an example of each call (`examples`)."""
