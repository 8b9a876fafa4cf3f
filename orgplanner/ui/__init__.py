"""The dashboard: the only part of orgplanner that knows Streamlit."""
