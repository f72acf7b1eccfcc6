import { App } from 'aws-cdk-lib';
import { NotesStack } from '../lib/notes-stack';

new NotesStack(new App(), 'Notes');
