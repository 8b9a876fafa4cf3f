"""The org chart as pictures, slides and files for other tools."""
