from perfxl.api import Book as Book
from perfxl.api import Books as Books
from perfxl.api import check as check
from perfxl.api import read as read

__version__: str
__all__ = ["Book", "Books", "__version__", "check", "read"]
