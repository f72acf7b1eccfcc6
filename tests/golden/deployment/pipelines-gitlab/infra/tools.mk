TF := terraform
