"""The dashboard: `streamlit run app.py`."""

import streamlit as st

from orgplanner.ui import navigation, state

st.set_page_config(page_title="orgplanner", page_icon=navigation.ICON, layout="wide")
state.begin_run()
navigation.stop_where_nothing_can_be_shown()
page = navigation.pages()
navigation.show_header()
page.run()
navigation.show_footer()
state.freeze_heap()
