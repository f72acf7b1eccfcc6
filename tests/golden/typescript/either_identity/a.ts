import { IAMClient, CreateAccessKeyCommand } from "@aws-sdk/client-iam";
import { fromTemporaryCredentials, fromNodeProviderChain } from "@aws-sdk/credential-providers";
const credentials = process.env.DIRECT ? fromNodeProviderChain() : fromTemporaryCredentials({ params: { RoleArn: "arn:aws:iam::111122223333:role/r" } });
new IAMClient({ credentials }).send(new CreateAccessKeyCommand({ UserName: "app" }));
