// The worker's sources call libsrtp 3; distributions carry libsrtp 2. This header stands in for <srtp.h> and gives the
// version-3 calls that the worker makes in terms of version 2. It is earlier on the include path than any other.
#pragma once

#include <srtp2/srtp.h>

#include <cstdint>
#include <cstring>
#include <limits>

constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace tongke_srtp
{
	using InPlaceFunction = srtp_err_status_t (*)(srtp_t, void*, int*);

	// Version 2 works in place: the input is copied first unless it is already there. `growth` is the most that the
	// call may add behind the input.
	inline srtp_err_status_t inPlace(
	  InPlaceFunction function,
	  srtp_t session,
	  const std::uint8_t* in,
	  std::size_t inLength,
	  std::uint8_t* out,
	  std::size_t* outLength,
	  std::size_t growth)
	{
		if (inLength > static_cast<std::size_t>(std::numeric_limits<int>::max()) - growth)
		{
			return srtp_err_status_bad_param;
		}
		if (*outLength < inLength + growth)
		{
			return srtp_err_status_buffer_small;
		}
		if (in != out)
		{
			std::memmove(out, in, inLength);
		}

		int length = static_cast<int>(inLength);

		const srtp_err_status_t status = function(session, out, &length);

		if (status == srtp_err_status_ok)
		{
			*outLength = static_cast<std::size_t>(length);
		}

		return status;
	}
} // namespace tongke_srtp

inline srtp_err_status_t srtp_protect(
  srtp_t session,
  const std::uint8_t* in,
  std::size_t inLength,
  std::uint8_t* out,
  std::size_t* outLength,
  std::size_t /*mkiIndex*/)
{
	return tongke_srtp::inPlace(
	  static_cast<tongke_srtp::InPlaceFunction>(srtp_protect), session, in, inLength, out, outLength, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session,
  const std::uint8_t* in,
  std::size_t inLength,
  std::uint8_t* out,
  std::size_t* outLength,
  std::size_t /*mkiIndex*/)
{
	return tongke_srtp::inPlace(
	  static_cast<tongke_srtp::InPlaceFunction>(srtp_protect_rtcp),
	  session,
	  in,
	  inLength,
	  out,
	  outLength,
	  SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength)
{
	return tongke_srtp::inPlace(
	  static_cast<tongke_srtp::InPlaceFunction>(srtp_unprotect), session, in, inLength, out, outLength, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength)
{
	return tongke_srtp::inPlace(
	  static_cast<tongke_srtp::InPlaceFunction>(srtp_unprotect_rtcp), session, in, inLength, out, outLength, 0);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, std::uint32_t ssrc)
{
	// Version 2 takes the number as it stands on the wire.
	return srtp_remove_stream(session, ssrc);
}
