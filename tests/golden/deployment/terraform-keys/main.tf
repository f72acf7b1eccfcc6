resource "aws_kms_key" "k" {
  tags = { Key = "shop" }
}
resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.k.arn
  }
  replica { region_name = "eu-central-1" }
}
resource "aws_instance" "i" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  root_block_device { kms_key_id = aws_kms_key.k.arn }
}
resource "aws_ecr_repository" "app" {
  name = "app"
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.k.arn
  }
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/f"
  filename      = "f.zip"
  file_system_config {
    arn              = "arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1"
    local_mount_path = "/mnt/x"
  }
}
resource "aws_ecs_service" "s" {
  name = "s"
  load_balancer {
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/x/1"
    container_name   = "x"
    container_port   = 80
  }
}
resource "aws_security_group" "sg" { name = "sg" }
resource "aws_sfn_state_machine" "m" {
  name       = "m"
  role_arn   = "arn:aws:iam::111122223333:role/m"
  definition = "{}"
}
