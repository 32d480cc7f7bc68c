"""What browsers are sent to: the pages where logins begin, in the place of identity providers."""
