// Scripts for people run with development rules; production has to be asked for (or is what `node dist/main.js` alone means).
process.env.NODE_ENV ||= 'development';
