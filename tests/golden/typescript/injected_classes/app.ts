import { NestFactory } from '@nestjs/core';
import { Module, Controller, Get } from '@nestjs/common';
import { SNSClient, ListTopicsCommand } from '@aws-sdk/client-sns';
import { Repo } from './repo';
@Controller('x')
export class Baskets {
  constructor(private readonly repo: Repo) {}
  @Get()
  list() { return this.repo.get('1'); }
  unused() { return new SNSClient({}).send(new ListTopicsCommand({})); }
}
@Module({ controllers: [Baskets], providers: [Repo] })
export class AppModule {}
export const handler = async (event) => {
  const app = await NestFactory.create(AppModule);
  await app.init();
};
