"""Pages of invoices, of what is counted for them, and of what becomes of them."""
