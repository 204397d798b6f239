// Sound devices by PortAudio, which is looked up when the first one is asked for: a machine without it runs everything
// else. What PortAudio and the systems below it write to standard error is dropped. Used by one thread at a time.
#ifndef CPORTAUDIO_H
#define CPORTAUDIO_H

#include <stdbool.h>

enum {
  // The library is not there.
  CPORTAUDIO_NO_LIBRARY = 1,
  // The machine's sound system knows of no device.
  CPORTAUDIO_NOTHING = 2,
};

// Begins; every begin that gives 0 needs an end. Gives PortAudio's error, which is below 0, or one of the above.
int cportaudio_begin(void);
void cportaudio_end(void);

// An error's text, in PortAudio's words.
const char *cportaudio_text(int error);

// How many devices there are, those for input alone included; an error when negative.
int cportaudio_count(void);
// The device that the system plays through; negative when there is none.
int cportaudio_default(void);

typedef struct {
  const char *name;
  // The system it is reached by, such as "ALSA".
  const char *system;
  // 0 for a device that plays nothing.
  int channels;
  double rate;
} cportaudio_device;

// A device by its number from 0; false when there is none. The texts last until the end.
bool cportaudio_device_at(int index, cportaudio_device *device);

// Whether the device takes float samples on so many channels at this rate.
bool cportaudio_takes(int device, int channels, double rate);

// Opens a stream of interleaved floats and starts it.
int cportaudio_open(int device, int channels, double rate, double seconds_ahead, void **stream);
// How many frames can be written without waiting; an error when negative.
long cportaudio_space(void *stream);
// Writes frames, and waits until the device has taken them.
int cportaudio_write(void *stream, const float *samples, unsigned long frames);
// Closes a stream: plays what is written to its end first, or drops it.
void cportaudio_close(void *stream, bool drops);

#endif
