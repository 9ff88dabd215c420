"""Service contracts: model, scope, prices, and the rules that gate every piece of work."""
