import React, { useEffect, useState } from "react";
import { CognitoIdentityProviderClient, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";

const client = new CognitoIdentityProviderClient({});

export function Users({ pool = "eu-west-1_abc" }: { pool?: string }) {
  const [users, setUsers] = useState<unknown[]>([]);
  const load = async () => {
    const found = await client.send(new ListUsersCommand({ UserPoolId: pool }));
    setUsers(found.Users ?? []);
  };
  useEffect(() => void load(), []);
  return (
    <div onClick={() => load()}>
      {users.map((user) => <span key={String(user)}>{String(user)}</span>)}
      <>text</>
    </div>
  );
}
