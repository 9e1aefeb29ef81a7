package dev.portside.bench.report;

/**
 * Startup of a server.
 *
 * @param millis from the start of its process to its first good answer
 * @param residentBytes its memory then
 */
public record Start(String configuration, int round, double millis, double residentBytes) {}
