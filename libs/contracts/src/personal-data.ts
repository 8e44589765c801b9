import { exportFile } from './exports.ts';
import { defineRoutes } from './route.ts';

export const personalDataRoutes = defineRoutes('personal-data', {
  take: {
    method: 'POST',
    path: '/api/me/data',
    summary:
      'Everything I wrote and everything about me as one file of JSON and CSV; made by a job, kept for a day for me alone',
    access: 'member.act',
    reply: exportFile,
    status: 201,
    creates: true,
  },
});
