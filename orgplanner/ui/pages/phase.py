"""phase."""
import streamlit as st
from orgplanner.ui.wording import say
st.title(say("page.phase"))
