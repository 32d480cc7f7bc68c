"""The official SDK as a second source of facts: what it has and the documents lack, as actions for the overlay."""
