"""The desk's pages: the queue and a request for agents, one's own requests, knowledge, and what is promised."""
