"""The pipeline: one module a step, one public verb each, pure."""
