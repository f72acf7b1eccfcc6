export class Secrets {
  constructor(private readonly client: any) {}

  several(names: string[]) {
    return this.client.batchGetSecretValue({ SecretIdList: names });
  }

  pages(filters: any) {
    return this.client.describeCrossAccountAttachment(filters);
  }
}
