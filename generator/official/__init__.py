"""The official SDK as a second source of facts: finds what the documents lack, as actions for the overlay."""
