// For F_DUPFD_CLOEXEC and O_CLOEXEC.
#define _GNU_SOURCE
#include "CPortAudio.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <portaudio.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

// The functions used, by their names in PortAudio.
#define FUNCTIONS(X) \
  X(Pa_Initialize) X(Pa_Terminate) X(Pa_GetErrorText) X(Pa_GetDeviceCount) X(Pa_GetDefaultOutputDevice) \
  X(Pa_GetDeviceInfo) X(Pa_GetHostApiInfo) X(Pa_IsFormatSupported) X(Pa_OpenStream) X(Pa_StartStream) \
  X(Pa_StopStream) X(Pa_AbortStream) X(Pa_CloseStream) X(Pa_WriteStream) X(Pa_GetStreamWriteAvailable)

#define DECLARE(name) static __typeof__(name) *p_##name;
FUNCTIONS(DECLARE)

static bool is_there;

static void look_up(void) {
  void *library = dlopen("libportaudio.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define LOOK_UP(name) \
  if (!(p_##name = (__typeof__(name) *)dlsym(library, #name))) return;
  FUNCTIONS(LOOK_UP)
  is_there = true;
}

// ALSA and JACK tell of every device that isn't there, on standard error and past every handler of PortAudio's.
static int begin_quiet(void) {
  int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (before >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  if (nowhere >= 0) close(nowhere);
  return before;
}

static void end_quiet(int before) {
  if (before < 0) return;
  dup2(before, STDERR_FILENO);
  close(before);
}

static sigjmp_buf way_out;
static void leave(int signal) { siglongjmp(way_out, signal); }

int cportaudio_begin(void) {
  static bool is_lost;
  if (is_lost) return CPORTAUDIO_NOTHING;
  if (!is_there) look_up();
  if (!is_there) return CPORTAUDIO_NO_LIBRARY;
  // PortAudio asserts that ALSA's configuration names a device, where a machine may have none; once that has failed, it
  // is not begun again.
  struct sigaction catching = {.sa_handler = leave}, before_signal;
  sigemptyset(&catching.sa_mask);
  volatile int before = begin_quiet();
  volatile PaError error = 0;
  sigaction(SIGABRT, &catching, &before_signal);
  if (sigsetjmp(way_out, 1)) is_lost = true;
  else error = p_Pa_Initialize();
  sigaction(SIGABRT, &before_signal, NULL);
  end_quiet(before);
  return is_lost ? CPORTAUDIO_NOTHING : error;
}

void cportaudio_end(void) {
  int before = begin_quiet();
  p_Pa_Terminate();
  end_quiet(before);
}

const char *cportaudio_text(int error) { return p_Pa_GetErrorText(error); }

int cportaudio_count(void) { return p_Pa_GetDeviceCount(); }

int cportaudio_default(void) { return p_Pa_GetDefaultOutputDevice(); }

bool cportaudio_device_at(int index, cportaudio_device *device) {
  const PaDeviceInfo *info = p_Pa_GetDeviceInfo(index);
  if (!info || !info->name) return false;
  const PaHostApiInfo *system = p_Pa_GetHostApiInfo(info->hostApi);
  device->name = info->name;
  device->system = system && system->name ? system->name : "";
  device->channels = info->maxOutputChannels;
  device->rate = info->defaultSampleRate;
  return true;
}

static PaStreamParameters parameters(int device, int channels, double seconds_ahead) {
  return (PaStreamParameters){
      .device = device, .channelCount = channels, .sampleFormat = paFloat32, .suggestedLatency = seconds_ahead};
}

bool cportaudio_takes(int device, int channels, double rate) {
  const PaStreamParameters output = parameters(device, channels, 0);
  int before = begin_quiet();
  PaError error = p_Pa_IsFormatSupported(NULL, &output, rate);
  end_quiet(before);
  return error == paFormatIsSupported;
}

int cportaudio_open(int device, int channels, double rate, double seconds_ahead, void **stream) {
  const PaStreamParameters output = parameters(device, channels, seconds_ahead);
  int before = begin_quiet();
  // Without dither, so that the same sound gives the same samples.
  PaError error = p_Pa_OpenStream(
      stream, NULL, &output, rate, paFramesPerBufferUnspecified, paDitherOff, NULL, NULL);
  if (error == paNoError) {
    error = p_Pa_StartStream(*stream);
    if (error != paNoError) p_Pa_CloseStream(*stream);
  }
  end_quiet(before);
  return error;
}

long cportaudio_space(void *stream) { return p_Pa_GetStreamWriteAvailable(stream); }

int cportaudio_write(void *stream, const float *samples, unsigned long frames) {
  PaError error = p_Pa_WriteStream(stream, samples, frames);
  // A gap has been heard, and what was written is played all the same.
  return error == paOutputUnderflowed ? paNoError : error;
}

void cportaudio_close(void *stream, bool drops) {
  int before = begin_quiet();
  if (drops) p_Pa_AbortStream(stream);
  else p_Pa_StopStream(stream);
  p_Pa_CloseStream(stream);
  end_quiet(before);
}
