// Blocks of a grid one after another, the threads of a block as fibers.
#include "emulated_grid.h"

#include <csetjmp>
#include <cstdlib>
#include <sys/mman.h>
#include <ucontext.h>
#include <vector>

Index3 threadIdx;
Index3 blockIdx;
Index3 blockDim;
Index3 gridDim;

namespace emulated {

unsigned char* shared_memory = nullptr;

namespace {

constexpr std::size_t STACK = 64 << 10;
constexpr int MOST_THREADS = 1024;
constexpr std::size_t MOST_SHARED = 228 << 10;

enum class State { READY, AT_WARP, AT_BLOCK, DONE };

struct Fiber {
    State state = State::DONE;
    bool begun = false;
    jmp_buf place;
    ucontext_t start;
};

Fiber fibers[MOST_THREADS];
std::uint64_t slots[MOST_THREADS];
unsigned char* stacks = nullptr;
jmp_buf scheduler;
int running = 0;
const Kernel* kernel = nullptr;
void** arguments = nullptr;
unsigned launches = 0;

// Ends in a jump: what makecontext would return to is gone by then.
void body() {
    kernel->launch(*kernel, arguments);
    fibers[running].state = State::DONE;
    _longjmp(scheduler, 1);
}

void resume(int thread) {
    running = thread;
    threadIdx = {static_cast<unsigned>(thread) % blockDim.x, static_cast<unsigned>(thread) / blockDim.x, 0};
    Fiber& fiber = fibers[thread];
    if (_setjmp(scheduler) != 0) {
        return;
    }
    if (fiber.begun) {
        _longjmp(fiber.place, 1);
    }
    fiber.begun = true;
    setcontext(&fiber.start);
}

void wait(State state) {
    Fiber& fiber = fibers[running];
    fiber.state = state;
    if (_setjmp(fiber.place) == 0) {
        _longjmp(scheduler, 1);
    }
}

// Runs a warp until all its threads wait for the block or are done; false if some wait for a warp that is gone.
bool run_warp(int first, int last, bool backwards) {
    while (true) {
        for (int i = first; i < last; i++) {
            int thread = backwards ? last - 1 - (i - first) : i;
            if (fibers[thread].state == State::READY) {
                resume(thread);
            }
        }
        int at_warp = 0;
        int at_block = 0;
        for (int thread = first; thread < last; thread++) {
            at_warp += fibers[thread].state == State::AT_WARP;
            at_block += fibers[thread].state == State::AT_BLOCK;
        }
        if (at_warp == 0) {
            return true;
        }
        if (at_warp != last - first) {
            return false;
        }
        for (int thread = first; thread < last; thread++) {
            fibers[thread].state = State::READY;
        }
    }
}

bool run_block(int threads) {
    if (stacks == nullptr) {
        stacks = static_cast<unsigned char*>(
            mmap(nullptr, STACK * MOST_THREADS, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    }
    for (int thread = 0; thread < threads; thread++) {
        Fiber& fiber = fibers[thread];
        fiber.state = State::READY;
        fiber.begun = false;
        getcontext(&fiber.start);
        fiber.start.uc_stack.ss_sp = stacks + thread * STACK;
        fiber.start.uc_stack.ss_size = STACK;
        fiber.start.uc_link = nullptr;
        makecontext(&fiber.start, body, 0);
    }
    // The order changes from one barrier to the next: what only works in one of them lacks a barrier.
    for (bool backwards = launches % 2 == 1;; backwards = !backwards) {
        int waiting = 0;
        int done = 0;
        int warps = (threads + 31) / 32;
        for (int i = 0; i < warps; i++) {
            int warp = backwards ? warps - 1 - i : i;
            if (!run_warp(warp * 32, warp * 32 + 32 < threads ? warp * 32 + 32 : threads, backwards)) {
                return false;
            }
        }
        for (int thread = 0; thread < threads; thread++) {
            waiting += fibers[thread].state == State::AT_BLOCK;
            done += fibers[thread].state == State::DONE;
        }
        if (done == threads) {
            return true;
        }
        if (waiting != threads) {
            return false;
        }
        for (int thread = 0; thread < threads; thread++) {
            fibers[thread].state = State::READY;
        }
    }
}

}  // namespace

void wait_for_block() {
    wait(State::AT_BLOCK);
}

void wait_for_warp() {
    wait(State::AT_WARP);
}

std::uint64_t* lane_slots() {
    return slots + running / 32 * 32;
}

std::map<std::string, Kernel>& kernels() {
    static std::map<std::string, Kernel> table;
    return table;
}

bool run_grid(const Kernel& launched, Index3 grid, Index3 block, unsigned shared_bytes, void** given) {
    int threads = static_cast<int>(block.x * block.y * block.z);
    if (threads < 1 || threads > MOST_THREADS || shared_bytes > MOST_SHARED) {
        return false;
    }
    // A row of its own for what lies behind what was asked for, so that reading there gives NaN.
    static std::vector<unsigned char> memory(MOST_SHARED + 4096);
    shared_memory = reinterpret_cast<unsigned char*>((reinterpret_cast<std::uintptr_t>(memory.data()) + 127) / 128 * 128);
    kernel = &launched;
    arguments = given;
    gridDim = grid;
    blockDim = block;
    launches++;
    for (unsigned z = 0; z < grid.z; z++) {
        for (unsigned y = 0; y < grid.y; y++) {
            for (unsigned x = 0; x < grid.x; x++) {
                blockIdx = {x, y, z};
                std::memset(shared_memory, 0xff, shared_bytes + 128);
                if (!run_block(threads)) {
                    return false;
                }
            }
        }
    }
    return true;
}

}  // namespace emulated
