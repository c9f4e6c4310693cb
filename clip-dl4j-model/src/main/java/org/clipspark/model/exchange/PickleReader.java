package org.clipspark.model.exchange;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the plain values of a pickle and never calls anything: a name of a function stays a name, and what a call would
 * have made is a {@link Call} that holds the name and the arguments. Only the opcodes that PyTorch writes are known.
 */
final class PickleReader {
    private static final Object MARK = new Object();
    private static final Object NONE = new Object();

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private PickleReader(byte[] pickle) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A name of something in Python: module, a dot, name. */
    record Name(String name) {}

    /** A call that was not made. */
    record Call(String function, List<Object> arguments) {}

    /** Something that lies outside the pickle. */
    record Outside(Object id) {}

    /**
     * The value of a pickle: String, Long, Double, Boolean, List, Map with String and Long keys, {@link Name}, {@link
     * Call}, {@link Outside} or an opaque object.
     *
     * @throws IOException if it is damaged or has an opcode that PyTorch does not write
     */
    static Object read(byte[] pickle) throws IOException {
        PickleReader reader = new PickleReader(pickle);
        try {
            while (true) {
                int opcode = reader.in.get() & 0xff;
                if (opcode == '.') {
                    return reader.pop();
                }
                reader.step(opcode);
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("the pickle is cut off", e);
        }
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> in.get();
            case 0x95 -> in.getLong();
            case '(' -> stack.push(MARK);
            case 'N' -> stack.push(NONE);
            case '}' -> stack.push(new LinkedHashMap<Object, Object>());
            case ']', ')' -> stack.push(new ArrayList<Object>());
            case 'q' -> memo.put(in.get() & 0xff, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.push(remembered(in.get() & 0xff));
            case 'j' -> stack.push(remembered(in.getInt()));
            default -> {
                if (!stepScalar(opcode)) {
                    stepCompound(opcode);
                }
            }
        }
    }

    private boolean stepScalar(int opcode) throws IOException {
        switch (opcode) {
            case 'X' -> stack.push(text(in.getInt()));
            case 'U', 0x8c -> stack.push(text(in.get() & 0xff));
            case 'J' -> stack.push((long) in.getInt());
            case 'K' -> stack.push((long) (in.get() & 0xff));
            case 'M' -> stack.push((long) (in.getShort() & 0xffff));
            case 0x8a -> stack.push(longInteger(in.get() & 0xff));
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'c' -> stack.push(new Name(line() + "." + line()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void stepCompound(int opcode) throws IOException {
        switch (opcode) {
            case 0x93 -> {
                Object name = pop();
                stack.push(name(pop(), name));
            }
            case 't' -> stack.push(toMark());
            case 0x85 -> stack.push(tuple(1));
            case 0x86 -> stack.push(tuple(2));
            case 0x87 -> stack.push(tuple(3));
            case 'Q' -> stack.push(new Outside(pop()));
            case 'R' -> stack.push(call(pop(), pop()));
            // State of an object that was not made.
            case 'b' -> pop();
            case 'a' -> add(List.of(pop()));
            case 'e' -> add(toMark());
            case 's' -> put(tuple(2));
            case 'u' -> put(toMark());
            default ->
                throw new IOException(String.format("the pickle has opcode 0x%02x, which no state_dict needs", opcode));
        }
    }

    private static Name name(Object module, Object name) throws IOException {
        if (module instanceof String first && name instanceof String last) {
            return new Name(first + "." + last);
        }
        throw new IOException("the pickle names something by what is no text");
    }

    private static Object call(Object arguments, Object function) throws IOException {
        if (!(function instanceof Name name) || !(arguments instanceof List<?> list)) {
            throw new IOException("the pickle calls something without a name");
        }
        return name.name().equals("collections.OrderedDict")
                ? new LinkedHashMap<Object, Object>()
                : new Call(name.name(), Collections.unmodifiableList(list));
    }

    @SuppressWarnings("unchecked") // only this class makes lists, and always of Object
    private void add(List<Object> items) throws IOException {
        if (!(top() instanceof List<?> list)) {
            throw new IOException("the pickle appends to what is no list");
        }
        ((List<Object>) list).addAll(items);
    }

    @SuppressWarnings("unchecked") // only this class makes maps, and always of Object
    private void put(List<Object> items) throws IOException {
        if (!(top() instanceof Map<?, ?> map) || items.size() % 2 != 0) {
            throw new IOException("the pickle sets items of what is no dict");
        }
        for (int i = 0; i < items.size(); i += 2) {
            // Other keys could contain the dict itself, whose hash would never end.
            if (items.get(i) instanceof String || items.get(i) instanceof Long) {
                ((Map<Object, Object>) map).put(items.get(i), items.get(i + 1));
            }
        }
    }

    private List<Object> tuple(int size) throws IOException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(pop());
        }
        Collections.reverse(items);
        return items;
    }

    private List<Object> toMark() throws IOException {
        List<Object> items = new ArrayList<>();
        for (Object item = popAny(); item != MARK; item = popAny()) {
            items.add(item);
        }
        Collections.reverse(items);
        return items;
    }

    private Object popAny() throws IOException {
        Object top = top();
        stack.pop();
        return top;
    }

    private Object pop() throws IOException {
        Object top = popAny();
        if (top == MARK) {
            throw new IOException("the pickle takes a mark for a value");
        }
        return top;
    }

    private Object top() throws IOException {
        Object top = stack.peek();
        if (top == null) {
            throw new IOException("the pickle takes from an empty stack");
        }
        return top;
    }

    private Object remembered(int key) throws IOException {
        Object value = memo.get(key);
        if (value == null) {
            throw new IOException("the pickle recalls what it never stored");
        }
        return value;
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw new IOException("the pickle is cut off");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
            line.append(c);
        }
        return line.toString();
    }

    private long longInteger(int bytes) throws IOException {
        if (bytes > Long.BYTES) {
            throw new IOException("the pickle has an integer of " + bytes + " bytes");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long next = in.get();
            value |= (i == bytes - 1 ? next : next & 0xff) << (8 * i);
        }
        return value;
    }
}
