// Elements of matrices and maps in single precision or bfloat16.
#pragma once

#include <cstdint>
#include <cstring>

namespace emulated {

inline float element(const void* x, bool halves, std::int64_t at) {
    if (!halves) {
        return static_cast<const float*>(x)[at];
    }
    std::uint32_t bits = static_cast<std::uint32_t>(static_cast<const std::uint16_t*>(x)[at]) << 16;
    float value;
    std::memcpy(&value, &bits, 4);
    return value;
}

inline void put(void* x, bool halves, std::int64_t at, double rounded) {
    auto value = static_cast<float>(rounded);
    if (!halves) {
        static_cast<float*>(x)[at] = value;
        return;
    }
    std::uint32_t bits;
    std::memcpy(&bits, &value, 4);
    bool nan = (bits & 0x7fffffffu) > 0x7f800000u;
    static_cast<std::uint16_t*>(x)[at] =
        static_cast<std::uint16_t>(nan ? 0x7fff : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

}  // namespace emulated
