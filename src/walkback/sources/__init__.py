"""Documents from files and pages: what is news in them, and when it was published."""
