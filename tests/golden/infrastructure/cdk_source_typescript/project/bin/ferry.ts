import { App } from 'aws-cdk-lib';
import { HarbourStack } from '../lib/harbour-stack';
import { DeskStack } from '../lib/desk-stack';

const app = new App();
const harbour = new HarbourStack(app, 'Harbour');
new DeskStack(app, 'Desk', { bookings: harbour.bookings, papers: harbour.papers, season: process.env.SEASON! });
