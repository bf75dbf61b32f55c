"""Pictures from shoppers: accepted by content, cleaned, stored, recognised when they come again."""
