"""The staff console, a page or a part of one in each module."""
