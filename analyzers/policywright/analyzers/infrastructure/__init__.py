"""What a project deploys: templates read into functions, tasks, roles, policies and resources."""
