"""Programs, templates, policies, denials and messages that are damaged at random, and what may never happen then.

``mutation`` damages texts, ``targets`` has one function for each kind of input, ``__main__`` runs as many cases as
are asked for (``make fuzz``, on the plain and on the compiled program); ``test_fuzz`` runs a few with every test.
What is found becomes a test where the cause is.
"""
