"""Who deploys the project: what the roles need that make, change and destroy what its templates have.

Templates -> ``model.Made`` (what is deployed, by ``cloudformation`` with ``sam``, ``serverless``,
``terraform``) -> ``selecting`` (which steps of a type's handlers its properties bring about) ->
``resources`` (on which ARNs) -> ``grants`` -> ``deploying``, which puts together one policy for each
identity that deploys. ``callers`` knows what the tools themselves ask of AWS, ``risks`` what a policy still
allows to escalate to, ``pipelines`` where all of this is started from. What a type's handlers call is
``policywright.knowledge.deployments``.
"""
