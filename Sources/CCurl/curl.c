// For strdup, the signals and SOCK_CLOEXEC.
#define _GNU_SOURCE
#define CURL_DISABLE_DEPRECATION
#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
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

static bool is_public4(uint32_t address) {
  static const struct {
    uint32_t net;
    int bits;
  } nets[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16}, {0xAC100000, 12},
    {0xC0000000, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xE0000000, 4},  {0xF0000000, 4},
  };
  for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
    if ((address ^ nets[i].net) >> (32 - nets[i].bits) == 0) return false;
  return true;
}

static bool is_public6(const uint8_t *address) {
  static const uint8_t none[15] = {0};
  static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
  static const uint8_t nat64[12] = {0x00, 0x64, 0xFF, 0x9B};
  uint32_t last = (uint32_t)address[12] << 24 | address[13] << 16 | address[14] << 8 | address[15];
  if (memcmp(address, mapped, 12) == 0 || memcmp(address, nat64, 12) == 0) return is_public4(last);
  if (memcmp(address, none, 15) == 0 && address[15] <= 1) return false;
  // Unique local, link local, multicast.
  return (address[0] & 0xFE) != 0xFC && !(address[0] == 0xFE && (address[1] & 0x80)) && address[0] != 0xFF;
}

static bool is_public(const struct sockaddr *address) {
  if (address->sa_family == AF_INET)
    return is_public4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
  if (address->sa_family == AF_INET6)
    return is_public6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
  return false;
}

bool ccurl_is_public(const char *address) {
  struct in_addr four;
  struct in6_addr six;
  if (inet_pton(AF_INET, address, &four) == 1) return is_public4(ntohl(four.s_addr));
  return inet_pton(AF_INET6, address, &six) == 1 && is_public6(six.s6_addr);
}

// Opens a socket for an address that the request may go to.
static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
  (void)purpose;
  bool *refused = data;
  if (!is_public(&address->addr)) {
    *refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Whether requests go to a proxy, whose address then is the one that is connected to.
static bool has_proxy(void) {
  static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (value && *value) return true;
  }
  return false;
}

static void prepare(
    CURL *easy, const ccurl_request *request, struct curl_slist *headers, char *message, bool *refused) {
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
  p_curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 200L);
  if (request->is_public && !has_proxy()) {
    p_curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    p_curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, refused);
  }
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
  bool refused = false;
  prepare(client->easy, request, headers, message, &refused);
  CURLcode code = CURLE_FAILED_INIT;
  if (p_curl_multi_add_handle(client->multi, client->easy) == CURLM_OK) {
    answer->outcome = run(client, request, &code) ? outcome(code) : CCURL_STOPPED;
    if (refused && answer->outcome != CCURL_DONE) answer->outcome = CCURL_PRIVATE;
    p_curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &answer->status);
    const char *address = NULL;
    p_curl_easy_getinfo(client->easy, CURLINFO_PRIMARY_IP, &address);
    answer->is_public = address && ccurl_is_public(address);
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
