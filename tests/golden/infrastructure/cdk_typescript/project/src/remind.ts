import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';

const mail = new SESClient({});

export const handler = async (event: { Records: { body: string }[] }) => {
  for (const record of event.Records) {
    await mail.send(new SendEmailCommand({
      Source: 'desk@library.example',
      Destination: { ToAddresses: [record.body] },
      Message: { Subject: { Data: 'Your book' }, Body: { Text: { Data: 'is due' } } },
    }));
  }
};
