/** The application under test. */
package com.example.shop;
