/** A storage of Portside in an SQLite file, written as anybody could. */
package org.example.sqlite;
