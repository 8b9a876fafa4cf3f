"""The dashboard: `streamlit run app.py`."""

import streamlit as st

from orgplanner.ui import navigation, state

st.set_page_config(page_title="orgplanner", page_icon=":material/account_tree:", layout="wide")
state.freeze_heap()
page = navigation.pages()
navigation.show_header()
page.run()
navigation.show_footer()
