"""Methods that know nothing of the trade: queueing, solving, tree layout, sampling."""
