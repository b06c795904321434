"""The parts of `manage.py bench board`: a board laid, watched by a browser, told to many, and served as a page."""
