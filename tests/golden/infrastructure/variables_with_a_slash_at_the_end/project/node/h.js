const { SSMClient, GetParameterCommand } = require('@aws-sdk/client-ssm');
const normalise = (p) => p.endsWith('/') ? p : `${p}/`;
exports.f = async () => new SSMClient({}).send(new GetParameterCommand({ Name: normalise(process.env.SSM_PREFIX) + 'db/password' }));
