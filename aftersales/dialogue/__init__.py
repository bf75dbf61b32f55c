"""What is asked, how answers are read, and every word the bot says. Pure: no framework, no database."""
