export class Users {
  constructor(private readonly client: any) {}

  one(name: string) {
    return this.client.getUser(name);
  }

  create(name: string) {
    return this.client.createUser({ name });
  }
}
