"""An app of the tests alone: a kind of job that only takes its time, for workers that are really started and killed."""
