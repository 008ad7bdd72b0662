import type { Response } from 'express';
import { AppError, notFound } from '../errors.ts';

/** Sends a video, or the byte range of it that was asked for; with a name as a download. @throws notFound when it is gone; AppError `out_of_range` */
export function sendVideo(response: Response, file: string, name: string | null): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Type', 'video/mp4');
  if (name !== null) response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  return new Promise((resolve, reject) => {
    response.sendFile(
      file,
      { cacheControl: false, dotfiles: 'allow', lastModified: false },
      (error?: NodeJS.ErrnoException & { status?: number }) => {
        // Players go away in the middle of an answer all the time: that is no failure.
        if (error == null || response.headersSent) resolve();
        else if (error.status === 416) reject(new AppError('out_of_range', 416, 'The file has no such part.'));
        else if (error.code === 'ENOENT') reject(notFound());
        else reject(error);
      },
    );
  });
}
