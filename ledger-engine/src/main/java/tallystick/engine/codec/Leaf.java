package tallystick.engine.codec;

import org.agrona.MutableDirectBuffer;

/** Where a leaf is to be written, and the position and time that it carries. */
record Leaf(long position, long recordedEpochNanos, MutableDirectBuffer buffer, int offset) {}
