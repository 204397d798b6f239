// HTTP requests by libcurl, which is looked up when the first one is made: linking it would cost every start of the
// program 14 ms. A client is used by one thread at a time.
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ccurl ccurl;

// Opens a client, which keeps its connections for the next request. NULL when libcurl is not there or there is no
// memory.
ccurl *ccurl_open(void);
void ccurl_close(ccurl *client);

typedef struct {
  const char *url;
  // Lines such as "Range: bytes=5-".
  const char *const *headers;
  size_t header_count;
  // Ask for the head alone.
  bool is_head;
  const char *user_agent;
  // A file of certificates to trust; NULL for the system's.
  const char *certificates;
  long connect_milliseconds;
  // Give up when less than 200 bytes a second come for so long.
  long stall_seconds;
  // Connect to no address that only a private network has; counts where there is no proxy, which has its own address.
  bool is_public;
  void *context;
  // A line of the answer's head, with its line end; false stops the request.
  bool (*head)(void *context, const char *line, size_t length);
  // A piece of the answer's body; false stops the request.
  bool (*body)(void *context, const void *bytes, size_t length);
  // Asked ten times a second or oftener; true stops the request.
  bool (*stopped)(void *context);
} ccurl_request;

enum {
  // The answer came whole, whatever its status is.
  CCURL_DONE,
  // A callback stopped it.
  CCURL_STOPPED,
  // The host's name is not known.
  CCURL_NO_HOST,
  // The host takes no connection.
  CCURL_NO_CONNECTION,
  CCURL_TIMED_OUT,
  // The connection broke before the answer was whole.
  CCURL_CUT,
  // The host's address is a private network's, where `is_public` forbids it.
  CCURL_PRIVATE,
  // The certificate is not to be trusted, or no secure connection came about.
  CCURL_NOT_SECURE,
  // Anything else.
  CCURL_FAILED,
};

typedef struct {
  int outcome;
  // The answer's status, 0 when there was none.
  long status;
  // Where a redirect leads, whole; NULL when it is none. Valid until the client's next request.
  const char *redirect;
  // Whether the server's address is one that everybody reaches.
  bool is_public;
  // What went wrong in libcurl's words.
  char message[256];
} ccurl_answer;

// Makes one request, follows no redirect, and keeps to http and https.
void ccurl_perform(ccurl *client, const ccurl_request *request, ccurl_answer *answer);

// Whether an address, of IPv4 or IPv6 as text, is one that everybody reaches: none of the machine's own, a private
// network's, a link's or a carrier's.
bool ccurl_is_public(const char *address);

#endif
