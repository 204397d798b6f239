// For strdup and the signals.
#define _POSIX_C_SOURCE 200809L
#define CURL_DISABLE_DEPRECATION
#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// The functions used, by their names in libcurl.
#define FUNCTIONS(X) \
  X(curl_global_init) X(curl_easy_init) X(curl_easy_cleanup) X(curl_easy_reset) X(curl_easy_setopt) \
  X(curl_easy_getinfo) X(curl_easy_strerror) X(curl_slist_append) X(curl_slist_free_all) X(curl_multi_init) \
  X(curl_multi_cleanup) X(curl_multi_add_handle) X(curl_multi_remove_handle) X(curl_multi_perform) \
  X(curl_multi_poll) X(curl_multi_info_read)

#define DECLARE(name) static __typeof__(name) *p_##name;
FUNCTIONS(DECLARE)

static bool is_there;

static void look_up(void) {
  // Debian's three builds have one interface.
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define LOOK_UP(name) \
  if (!(p_##name = (__typeof__(name) *)dlsym(library, #name))) return;
  FUNCTIONS(LOOK_UP)
  is_there = p_curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

// Sending on a connection that has broken is an error to tell, while the signal for it would end the program.
typedef struct {
  sigset_t pipe, before;
  bool was_pending;
} quiet;

static void begin_quiet(quiet *quiet) {
  sigset_t pending;
  sigemptyset(&quiet->pipe);
  sigaddset(&quiet->pipe, SIGPIPE);
  sigpending(&pending);
  quiet->was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &quiet->pipe, &quiet->before);
}

static void end_quiet(const quiet *quiet) {
  const struct timespec none = {0, 0};
  while (!quiet->was_pending && sigtimedwait(&quiet->pipe, NULL, &none) == -1 && errno == EINTR) {}
  pthread_sigmask(SIG_SETMASK, &quiet->before, NULL);
}

struct ccurl {
  CURLM *multi;
  CURL *easy;
  // Where the last answer led.
  char *redirect;
};

ccurl *ccurl_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, look_up);
  if (!is_there) return NULL;
  ccurl *client = calloc(1, sizeof *client);
  if (!client) return NULL;
  client->multi = p_curl_multi_init();
  client->easy = p_curl_easy_init();
  if (client->multi && client->easy) return client;
  ccurl_close(client);
  return NULL;
}

void ccurl_close(ccurl *client) {
  if (!client) return;
  quiet quiet;
  begin_quiet(&quiet);
  if (client->easy) p_curl_easy_cleanup(client->easy);
  if (client->multi) p_curl_multi_cleanup(client->multi);
  end_quiet(&quiet);
  free(client->redirect);
  free(client);
}

static size_t take_head(char *line, size_t size, size_t count, void *data) {
  const ccurl_request *request = data;
  return request->head(request->context, line, size * count) ? size * count : 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *data) {
  const ccurl_request *request = data;
  return request->body(request->context, bytes, size * count) ? size * count : 0;
}

static void prepare(CURL *easy, const ccurl_request *request, struct curl_slist *headers, char *message) {
  p_curl_easy_reset(easy);
  p_curl_easy_setopt(easy, CURLOPT_URL, request->url);
  p_curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  p_curl_easy_setopt(easy, CURLOPT_USERAGENT, request->user_agent);
  p_curl_easy_setopt(easy, CURLOPT_NOBODY, (long)request->is_head);
  p_curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  p_curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  p_curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  p_curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 256L * 1024);
  p_curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
  p_curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  p_curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, request->stall_seconds);
  p_curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
  p_curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
  p_curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  p_curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
  p_curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, message);
  if (request->certificates) p_curl_easy_setopt(easy, CURLOPT_CAINFO, request->certificates);
#if LIBCURL_VERSION_NUM >= 0x075700
  // A stopped request doesn't wait for the name server.
  p_curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
}

// Runs the prepared request; false when it was stopped.
static bool run(ccurl *client, const ccurl_request *request, CURLcode *code) {
  for (;;) {
    int running = 0;
    if (p_curl_multi_perform(client->multi, &running) != CURLM_OK) return true;
    int left = 0;
    for (CURLMsg *message; (message = p_curl_multi_info_read(client->multi, &left));) {
      if (message->msg != CURLMSG_DONE) continue;
      *code = message->data.result;
      return true;
    }
    if (!running) return true;
    if (request->stopped(request->context)) return false;
    p_curl_multi_poll(client->multi, NULL, 0, 50, NULL);
  }
}

static int outcome(CURLcode code) {
  switch (code) {
  case CURLE_OK: return CCURL_DONE;
  case CURLE_WRITE_ERROR: return CCURL_STOPPED;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY: return CCURL_NO_HOST;
  case CURLE_COULDNT_CONNECT: return CCURL_NO_CONNECTION;
  case CURLE_OPERATION_TIMEDOUT: return CCURL_TIMED_OUT;
  case CURLE_PARTIAL_FILE:
  case CURLE_GOT_NOTHING:
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM: return CCURL_CUT;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE: return CCURL_NOT_SECURE;
  default: return CCURL_FAILED;
  }
}

void ccurl_perform(ccurl *client, const ccurl_request *request, ccurl_answer *answer) {
  memset(answer, 0, sizeof *answer);
  answer->outcome = CCURL_FAILED;
  char message[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers = NULL;
  for (size_t i = 0; i < request->header_count; i++) {
    struct curl_slist *longer = p_curl_slist_append(headers, request->headers[i]);
    if (!longer) {
      p_curl_slist_free_all(headers);
      return;
    }
    headers = longer;
  }
  quiet quiet;
  begin_quiet(&quiet);
  prepare(client->easy, request, headers, message);
  CURLcode code = CURLE_FAILED_INIT;
  if (p_curl_multi_add_handle(client->multi, client->easy) == CURLM_OK) {
    answer->outcome = run(client, request, &code) ? outcome(code) : CCURL_STOPPED;
    p_curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &answer->status);
    const char *redirect = NULL;
    p_curl_easy_getinfo(client->easy, CURLINFO_REDIRECT_URL, &redirect);
    free(client->redirect);
    answer->redirect = client->redirect = redirect ? strdup(redirect) : NULL;
    p_curl_multi_remove_handle(client->multi, client->easy);
  }
  snprintf(answer->message, sizeof answer->message, "%s", message[0] ? message : p_curl_easy_strerror(code));
  // What pointed into this call goes.
  p_curl_easy_reset(client->easy);
  p_curl_slist_free_all(headers);
  end_quiet(&quiet);
}
