module "shop" {
  source = "./modules/shop"
  region = "eu-west-1"
}

resource "aws_ecs_task_definition" "charts" {
  family             = "charts"
  execution_role_arn = module.shop.role_arn
  container_definitions = jsonencode([{
    name  = "charts"
    image = "example/charts:1"
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "/ecs/charts", "awslogs-region" = "eu-west-1", "awslogs-stream-prefix" = "ecs" }
    }
  }])
}
